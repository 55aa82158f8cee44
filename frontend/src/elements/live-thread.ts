/**
 * Says that something new is here and lets the reader decide when to see it ("signal, then fetch").
 * `<live-thread data-room="thread:id" data-one="{n} new reply" data-many="{n} new replies">` holds one
 * `<a data-fresh hidden>` whose link (and htmx attributes) bring what is new; the page never moves by itself.
 */
import { words } from "../page";
import { line, type Frame } from "../socket";

export class LiveThread extends HTMLElement {
  #stop: (() => void) | null = null;
  #count = 0;

  connectedCallback(): void {
    const room = this.dataset["room"];
    if (!room) return;
    this.addEventListener("click", this.#shown);
    this.#stop = line().listen({
      state: (state) => state === "open" && line().send({ op: "subscribe", room, since: Number(this.dataset["since"] ?? 0) }),
      frame: (frame) => this.#signal(frame, room),
    });
  }

  disconnectedCallback(): void {
    this.#stop?.();
  }

  #signal(frame: Frame, room: string): void {
    if (frame["room"] !== room || !["signal", "message", "reset"].includes(frame.ev)) return;
    if (typeof frame["seq"] === "number") this.dataset["since"] = String(frame["seq"]);
    this.#count += 1;
    const link = this.querySelector<HTMLElement>("[data-fresh]");
    if (!link) return;
    link.hidden = false;
    const label = link.querySelector("[data-label]") ?? link;
    label.textContent = words(this, this.#count === 1 ? "one" : "many", { n: this.#count });
  }

  #shown = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-fresh]") : null;
    if (!link) return;
    this.#count = 0;
    setTimeout(() => (link.hidden = true));
  };
}
