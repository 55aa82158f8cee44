/** The one socket of a tab: opened with a single-use ticket, reopened with a jittered, growing pause. */
import { csrfToken } from "./page";

export type State = "opening" | "open" | "lost" | "closed";
export type Frame = { ev: string } & Record<string, unknown>;
export type Listener = { frame(frame: Frame): void; state(state: State): void };

const REVOKED = 4403;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

export class Line {
  #socket: WebSocket | null = null;
  #listeners = new Set<Listener>();
  #pause = FIRST_PAUSE;
  #timer = 0;
  #opening = false;

  constructor() {
    addEventListener("online", () => this.#retry(0));
    addEventListener("pagehide", () => this.#socket?.close());
    addEventListener("pageshow", (event) => event.persisted && this.#retry(0));
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#socket?.readyState === WebSocket.OPEN) listener.state("open");
    else void this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (!this.#listeners.size) this.#socket?.close(1000);
    };
  }

  /** Sends when open; false tells the caller to keep the frame until the next "open". */
  send(frame: Record<string, unknown>): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  async #open(): Promise<void> {
    if (this.#opening || this.#socket || !this.#listeners.size) return;
    this.#opening = true;
    this.#tell("opening");
    try {
      const answer = await fetch("/api/v1/auth/socket-ticket", {
        method: "POST",
        headers: { "X-CSRF-Token": csrfToken(), Accept: "application/json" },
      });
      if (answer.status === 401 || answer.status === 403) return this.#tell("closed");
      if (!answer.ok) throw new Error(String(answer.status));
      const { ticket } = (await answer.json()) as { ticket: string };
      this.#attach(new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws?ticket=${encodeURIComponent(ticket)}`));
    } catch {
      this.#lost();
    } finally {
      this.#opening = false;
    }
  }

  #attach(socket: WebSocket): void {
    this.#socket = socket;
    socket.onopen = () => {
      this.#pause = FIRST_PAUSE;
      this.#tell("open");
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      const frame = JSON.parse(event.data) as Frame;
      for (const listener of this.#listeners) listener.frame(frame);
    };
    socket.onclose = (event) => {
      this.#socket = null;
      if (event.code === REVOKED) this.#tell("closed");
      else if (this.#listeners.size) this.#lost();
    };
  }

  #lost(): void {
    this.#tell("lost");
    this.#retry(this.#pause * (0.5 + Math.random()));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #retry(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#open(), after);
  }

  #tell(state: State): void {
    for (const listener of this.#listeners) listener.state(state);
  }
}

let shared: Line | null = null;

export function line(): Line {
  return (shared ??= new Line());
}
