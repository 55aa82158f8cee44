/**
 * Light, dark or as the system says; and the size of the text. Buttons carry `name` (theme, text) and `value`.
 * The choice is a cookie, so that the server paints the next page right from its first byte.
 */
const YEAR = 60 * 60 * 24 * 365;

export class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.#choose);
    this.#mark();
  }

  #choose = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[name]") : null;
    if (!button) return;
    event.preventDefault();
    const root = document.documentElement;
    if (button.value) root.dataset[button.name] = button.value;
    else delete root.dataset[button.name];
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${button.name}=${button.value}; Path=/; Max-Age=${button.value ? YEAR : 0}; SameSite=Lax${secure}`;
    document.querySelectorAll<ThemeSwitch>("theme-switch").forEach((one) => one.#mark());
  };

  #mark(): void {
    const root = document.documentElement;
    this.querySelectorAll<HTMLButtonElement>("button[name]").forEach((button) => {
      button.setAttribute("aria-pressed", String((root.dataset[button.name] ?? "") === button.value));
    });
  }
}
