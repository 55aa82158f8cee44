/** Small readings of the page shared by the elements. */

/** The token that unsafe requests carry, printed by the server into the head. */
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}

/** True while a person types, so that letters stay letters. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=radio], [type=checkbox]), textarea, select"));
}

/** A sentence from an element's `data-…`, so that every word comes from the catalogues. */
export function words(element: HTMLElement, name: string, values: Record<string, string | number> = {}): string {
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, String(value)), element.dataset[name] ?? "");
}
