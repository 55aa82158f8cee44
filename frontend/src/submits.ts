/** A second press on a button must not send twice: the form waits until its answer is here. */
const SENT = "sent";

export function guardSubmits(root: Document): void {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented && !isOurs(form)) return;
    if (form.dataset[SENT]) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset[SENT] = "yes";
    const button = event.submitter;
    button?.setAttribute("aria-disabled", "true");
    // A download or a failed connection leaves the page standing: let it be used again.
    setTimeout(() => release(form), 8000);
  }, { capture: true });

  const free = (event: Event): void => {
    const form = event.target instanceof Element ? event.target.closest("form") : null;
    if (form) release(form);
  };
  for (const name of ["htmx:finally:request", "htmx:after:request", "htmx:error", "guard:release"]) root.addEventListener(name, free);
  addEventListener("pageshow", () => root.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach(release));
}

function isOurs(form: HTMLFormElement): boolean {
  return [...form.attributes].some((attribute) => attribute.name.startsWith("hx-"));
}

function release(form: HTMLFormElement): void {
  delete form.dataset[SENT];
  form.querySelectorAll('[aria-disabled="true"]').forEach((button) => button.removeAttribute("aria-disabled"));
}
