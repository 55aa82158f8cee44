/**
 * The keys of the moderators' desk. J and K walk through `.queue-item`, a letter presses the button that carries it in
 * `data-key`, ? opens the `<dialog>` with the keys. Without the script everything is links and buttons.
 */
import { isTyping } from "../page";

export class ModQueue extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("keydown", this.#key);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#key);
  }

  #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "j") this.#walk(1);
    else if (key === "k") this.#walk(-1);
    else if (key === "?") this.querySelector("dialog")?.showModal();
    else if (/^[a-z]$/.test(key)) this.#press(key);
    else return;
    event.preventDefault();
  };

  #walk(step: number): void {
    const items = [...this.querySelectorAll<HTMLAnchorElement>(".queue-item")];
    const at = items.findIndex((item) => item.hasAttribute("aria-current"));
    const next = items[at + step];
    if (!next) return;
    items[at]?.removeAttribute("aria-current");
    next.setAttribute("aria-current", "true");
    next.focus();
    next.click();
  }

  #press(key: string): void {
    const button = this.querySelector<HTMLElement>(`[data-key="${key}"]`);
    button?.focus();
    button?.click();
  }
}
