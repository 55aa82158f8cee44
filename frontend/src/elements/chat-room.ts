/**
 * A room of live chat. The server prints the history as `.bubble[data-seq]`, a `<template>` of one bubble and the
 * form; this element sends with a key of its own, shows the bubble as pending until the `ack`, replays after a
 * lost connection from the last sequence seen, and never shows one message twice.
 */
import { words } from "../page";
import { line, type Frame, type State } from "../socket";

type Pending = { key: string; body: string; bubble: HTMLElement; pii?: string };
type Persona = { id: string | null; handle?: string };
type Span = { start: number; end: number };

const TYPING_EVERY = 3000;

export class ChatRoom extends HTMLElement {
  #room = "";
  #since = 0;
  #stop: (() => void) | null = null;
  #pending = new Map<string, Pending>();
  #seen = new Set<number>();
  #names = new Map<string, string>();
  #typed = 0;
  #quiet = 0;

  connectedCallback(): void {
    this.#room = this.dataset["room"] ?? "";
    if (!this.#room) return; // a page of older messages
    this.#log.querySelectorAll<HTMLElement>("[data-seq]").forEach((bubble) => this.#remember(Number(bubble.dataset["seq"])));
    this.#since = Math.max(this.#since, Number(this.dataset["since"] ?? 0));
    this.querySelector<HTMLFormElement>(".chat-form")?.addEventListener("submit", this.#submit);
    this.querySelector("textarea")?.addEventListener("keydown", this.#enter);
    this.querySelector("textarea")?.addEventListener("input", this.#type);
    this.#stop = line().listen({ state: this.#state, frame: this.#frame });
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  disconnectedCallback(): void {
    this.#stop?.();
  }

  get #log(): HTMLElement {
    return this.querySelector<HTMLElement>(".chat-log") ?? this;
  }

  #state = (state: State): void => {
    const place = this.querySelector("[data-state-line]");
    if (place) place.textContent = words(this, state);
    this.dataset["connection"] = state;
    if (state !== "open") return;
    line().send({ op: "subscribe", room: this.#room, since: this.#since });
    // The server answers a repeated key with its first ack, so sending again cannot double.
    for (const waiting of this.#pending.values()) this.#send(waiting);
  };

  #send({ key, body, pii }: Pending): void {
    line().send({ op: "send", room: this.#room, key, body, ...(pii ? { pii } : {}) });
  }

  #frame = (frame: Frame): void => {
    const seq = typeof frame["seq"] === "number" ? frame["seq"] : 0;
    if (frame.ev === "ack") return this.#acknowledge(String(frame["key"]), seq);
    if (frame.ev === "error" && typeof frame["key"] === "string") return this.#refuse(frame, frame["key"]);
    if (frame["room"] !== this.#room) return;
    if (frame.ev === "reset") return location.reload();
    if (frame.ev === "removed") return this.querySelector(`.bubble[data-seq="${seq}"]`)?.remove();
    if (frame.ev === "help") return void this.#ask("help");
    if (frame.ev === "typing") return this.#writing((frame["persona"] as Persona).id ?? "");
    if (!seq || !this.#remember(seq)) return;
    if (frame.ev === "message") this.#show(frame, seq);
  };

  /** False when this sequence was here before. */
  #remember(seq: number): boolean {
    if (this.#seen.has(seq)) return false;
    this.#seen.add(seq);
    this.#since = Math.max(this.#since, seq);
    return true;
  }

  #acknowledge(key: string, seq: number): void {
    const waiting = this.#pending.get(key);
    if (!waiting) return;
    this.#pending.delete(key);
    if (!this.#remember(seq)) return waiting.bubble.remove();
    waiting.bubble.dataset["state"] = "sent";
    waiting.bubble.dataset["seq"] = String(seq);
    this.#note(waiting.bubble, this.#time(new Date()));
  }

  #refuse(frame: Frame, key: string): void {
    const waiting = this.#pending.get(key);
    if (!waiting) return;
    this.#pending.delete(key);
    if (frame["code"] === "pii") return this.#choose(waiting, frame["spans"] as Span[]);
    waiting.bubble.dataset["state"] = "refused";
    this.#note(waiting.bubble, String(frame["reason"] ?? "") || words(this, "refused"));
    this.#giveBack(waiting.body);
  }

  #giveBack(body: string): void {
    const field = this.querySelector("textarea");
    if (field && !field.value) field.value = body;
  }

  /** Personal data was found: nothing is stored until the author chooses. Spans count code points. */
  #choose(waiting: Pending, spans: Span[]): void {
    const letters = Array.from(waiting.body);
    const panel = this.#ask("pii");
    const found = panel?.querySelector("[data-found]");
    if (!panel || !found) return;
    found.textContent = spans.map(({ start, end }) => letters.slice(start, end).join("")).join(" · ");
    panel.addEventListener("click", (event) => {
      const choice = (event.target as Element).closest<HTMLElement>("[data-pii]")?.dataset["pii"];
      if (choice === undefined) return;
      panel.replaceChildren();
      if (!choice) {
        waiting.bubble.remove();
        this.#giveBack(waiting.body);
        this.querySelector("textarea")?.focus();
        return;
      }
      const again = { ...waiting, pii: choice };
      this.#pending.set(waiting.key, again);
      this.#send(again);
    });
  }

  /** Shows one of the page's panels above the composer. */
  #ask(name: string): HTMLElement | null {
    const place = this.querySelector<HTMLElement>("[data-ask]");
    const template = this.querySelector<HTMLTemplateElement>(`template[data-${name}]`);
    if (!place || !template) return null;
    const panel = document.createElement("div");
    panel.append(template.content.cloneNode(true));
    place.replaceChildren(panel);
    place.focus({ preventScroll: true });
    this.#log.scrollTop = this.#log.scrollHeight;
    return panel;
  }

  #writing(id: string): void {
    const place = this.querySelector("[data-state-line]");
    if (!place || this.dataset["connection"] !== "open") return;
    place.textContent = words(this, "typing", { name: this.#names.get(id) ?? this.dataset["someone"] ?? "" });
    clearTimeout(this.#quiet);
    this.#quiet = window.setTimeout(() => (place.textContent = words(this, "open")), TYPING_EVERY + 1000);
  }

  #show(frame: Frame, seq: number): void {
    const persona = frame["persona"] as Persona;
    const name = persona.handle ?? "";
    if (persona.id) this.#names.set(persona.id, name);
    const bubble = this.#bubble(name, String(frame["body"] ?? ""), persona.id === this.dataset["me"]);
    bubble.dataset["seq"] = String(seq);
    this.#note(bubble, typeof frame["at"] === "string" ? this.#time(frame["at"]) : "");
    const report = bubble.querySelector<HTMLAnchorElement>("[data-report]");
    if (report) report.href = `${report.dataset["report"]}${String(frame["id"])}`;
  }

  #bubble(name: string, body: string, own: boolean): HTMLElement {
    const log = this.#log;
    const nearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
    const template = this.querySelector<HTMLTemplateElement>("template[data-bubble]");
    this.querySelector(".chat-empty")?.remove();
    const bubble = (template?.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    bubble.classList.toggle("bubble-own", own);
    bubble.querySelector(".bubble-name")?.classList.toggle("sr-only", own);
    if (own) bubble.querySelector("[data-report]")?.remove();
    const put = (selector: string, text: string): void => {
      const place = bubble.querySelector(selector);
      if (place) place.textContent = text;
    };
    put(".bubble-name", name);
    put(".bubble-text", body);
    log.append(bubble);
    if (nearEnd || own) log.scrollTop = log.scrollHeight;
    return bubble;
  }

  #note(bubble: HTMLElement, text: string): void {
    const place = bubble.querySelector(".bubble-time");
    if (place) place.textContent = text;
  }

  #time(at: string | Date): string {
    return new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date(at));
  }

  #enter = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.querySelector<HTMLFormElement>(".chat-form")?.requestSubmit();
  };

  #type = (): void => {
    const now = Date.now();
    if (now - this.#typed < TYPING_EVERY || this.dataset["connection"] !== "open") return;
    this.#typed = now;
    line().send({ op: "typing", room: this.#room });
  };

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const field = form.querySelector("textarea");
    const body = field?.value.trim() ?? "";
    queueMicrotask(() => form.dispatchEvent(new CustomEvent("guard:release", { bubbles: true })));
    if (!field || !body || this.dataset["connection"] === "closed") return;
    const key = crypto.randomUUID();
    const bubble = this.#bubble("", body, true);
    bubble.dataset["state"] = "pending";
    this.#note(bubble, words(this, "pending"));
    const waiting = { key, body, bubble };
    this.#pending.set(key, waiting);
    field.value = "";
    field.focus();
    this.#send(waiting);
  };
}
