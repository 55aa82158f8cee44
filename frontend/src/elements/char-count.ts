/** Says how many characters are left once few are: `<char-count for="body" data-left="{n} characters left" data-over="{n} too many">`. */
import { words } from "../page";

const NEAR = 0.8;

export class CharCount extends HTMLElement {
  #field: HTMLTextAreaElement | HTMLInputElement | null = null;

  connectedCallback(): void {
    const field = document.getElementById(this.getAttribute("for") ?? "");
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
    this.#field = field;
    field.addEventListener("input", this.#count);
    this.#count();
  }

  disconnectedCallback(): void {
    this.#field?.removeEventListener("input", this.#count);
  }

  #count = (): void => {
    const limit = Number(this.dataset["limit"]);
    const length = [...(this.#field?.value ?? "")].length;
    const left = limit - length;
    this.toggleAttribute("data-near", length >= limit * NEAR && left >= 0);
    this.toggleAttribute("data-over", left < 0);
    const near = length >= limit * NEAR;
    const number = new Intl.NumberFormat(document.documentElement.lang).format(Math.abs(left));
    this.textContent = near ? words(this, left < 0 ? "overText" : "leftText", { n: number }) : "";
  };
}
