/**
 * Leaves at once, by button or by Escape twice within half a second. The page vanishes before the
 * next one is here, and `replace` keeps the back button from returning to it.
 */
const WITHIN = 500;

export class QuickExit extends HTMLElement {
  #last = -Infinity;

  connectedCallback(): void {
    this.addEventListener("click", this.#click);
    document.addEventListener("keydown", this.#key);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#key);
  }

  #click = (event: Event): void => {
    if (!(event.target instanceof Element) || !event.target.closest("a")) return;
    event.preventDefault();
    this.#leave();
  };

  #key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - this.#last < WITHIN) this.#leave();
    this.#last = event.timeStamp;
  };

  #leave(): void {
    const target = this.querySelector("a")?.href;
    if (!target) return;
    document.title = "\u200b";
    document.body.hidden = true;
    location.replace(target);
  }
}
