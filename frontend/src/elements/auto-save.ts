/**
 * Keeps a draft of the form inside it on the server: `<auto-save data-url="…" data-saved="Draft saved" data-failed="…">`.
 * Posts the form's fields 1.5 s after the last change and when the page is left; says so in `[data-state]`.
 */
import { csrfToken, words } from "../page";

export class AutoSave extends HTMLElement {
  #timer = 0;
  #last = "";

  connectedCallback(): void {
    this.#last = this.#fields().toString();
    this.addEventListener("input", this.#later);
    this.addEventListener("submit", this.#stop);
    document.addEventListener("visibilitychange", this.#leaving);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#leaving);
  }

  #later = (): void => {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#save(), 1500);
  };

  #stop = (): void => {
    clearTimeout(this.#timer);
    this.#last = this.#fields().toString();
  };

  #leaving = (): void => {
    if (document.visibilityState === "hidden") void this.#save();
  };

  #fields(): URLSearchParams {
    const form = this.querySelector("form");
    const fields = new URLSearchParams();
    if (form) for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    return fields;
  }

  async #save(): Promise<void> {
    const fields = this.#fields();
    const url = this.dataset["url"];
    if (!url || fields.toString() === this.#last) return;
    try {
      const answer = await fetch(url, { method: "POST", body: fields, keepalive: true, headers: { "X-CSRF-Token": csrfToken() } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#last = fields.toString();
      this.#say("saved");
    } catch {
      this.#say("failed");
    }
  }

  #say(name: string): void {
    const state = this.querySelector("[data-state]");
    if (state) state.textContent = words(this, name);
  }
}
