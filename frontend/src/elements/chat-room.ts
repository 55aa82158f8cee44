/**
 * A room of live chat. The server prints the history as `.bubble[data-seq]`, a `<template>` of one bubble and the
 * form; this element sends with a key of its own, shows the bubble as pending until the `ack`, replays after a
 * lost connection from the last sequence seen, and never shows one message twice.
 */
import { words } from "../page";
import { line, type Frame, type State } from "../socket";

type Pending = { key: string; body: string; bubble: HTMLElement };

export class ChatRoom extends HTMLElement {
  #room = "";
  #since = 0;
  #stop: (() => void) | null = null;
  #pending = new Map<string, Pending>();
  #seen = new Set<number>();

  connectedCallback(): void {
    this.#room = this.dataset["room"] ?? "";
    this.#log.querySelectorAll<HTMLElement>("[data-seq]").forEach((bubble) => this.#remember(Number(bubble.dataset["seq"])));
    this.#since = Math.max(this.#since, Number(this.dataset["since"] ?? 0));
    this.querySelector("form")?.addEventListener("submit", this.#submit);
    this.querySelector("textarea")?.addEventListener("keydown", this.#enter);
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
    for (const { key, body } of this.#pending.values()) line().send({ op: "send", room: this.#room, key, body });
  };

  #frame = (frame: Frame): void => {
    const seq = typeof frame["seq"] === "number" ? frame["seq"] : 0;
    if (frame.ev === "ack") return this.#acknowledge(String(frame["key"]), seq);
    if (frame.ev === "error" && typeof frame["key"] === "string") return this.#refuse(frame["key"], String(frame["reason"] ?? ""));
    if (frame["room"] !== this.#room) return;
    if (frame.ev === "reset") return location.reload();
    if (frame.ev === "message" && this.#pending.has(String(frame["key"]))) return this.#acknowledge(String(frame["key"]), seq);
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
    this.#note(waiting.bubble, "");
  }

  #refuse(key: string, reason: string): void {
    const waiting = this.#pending.get(key);
    if (!waiting) return;
    this.#pending.delete(key);
    waiting.bubble.dataset["state"] = "refused";
    this.#note(waiting.bubble, reason || words(this, "refused"));
    const field = this.querySelector("textarea");
    if (field && !field.value) field.value = waiting.body;
  }

  #show(frame: Frame, seq: number): void {
    const persona = frame["persona"];
    const name = typeof persona === "string" ? persona : String((persona as { handle?: string } | null)?.handle ?? "");
    const bubble = this.#bubble(name, String(frame["body"] ?? ""), name === this.dataset["me"]);
    bubble.dataset["seq"] = String(seq);
    this.#note(bubble, typeof frame["at"] === "string" ? this.#time(frame["at"]) : "");
  }

  #bubble(name: string, body: string, own: boolean): HTMLElement {
    const log = this.#log;
    const nearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
    const template = this.querySelector("template");
    const bubble = (template?.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    bubble.classList.toggle("bubble-own", own);
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

  #time(at: string): string {
    return new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date(at));
  }

  #enter = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.querySelector("form")?.requestSubmit();
  };

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const field = form.querySelector("textarea");
    const body = field?.value.trim() ?? "";
    queueMicrotask(() => form.dispatchEvent(new CustomEvent("guard:release", { bubbles: true })));
    if (!field || !body || this.dataset["connection"] === "closed") return;
    const key = crypto.randomUUID();
    const bubble = this.#bubble(this.dataset["me"] ?? "", body, true);
    bubble.dataset["state"] = "pending";
    this.#note(bubble, words(this, "pending"));
    this.#pending.set(key, { key, body, bubble });
    field.value = "";
    field.focus();
    line().send({ op: "send", room: this.#room, key, body });
  };
}
