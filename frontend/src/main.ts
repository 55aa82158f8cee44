/** Everything the pages load: the sheet, htmx behind its nonce gate, and our own elements. */
import "./styles/index.css";
import "./icons/sprite.svg?url";
import "htmx.org";
import "htmx.org/dist/ext/hx-csp.js";
import { AutoSave } from "./elements/auto-save";
import { CharCount } from "./elements/char-count";
import { ChatRoom } from "./elements/chat-room";
import { LiveThread } from "./elements/live-thread";
import { ModQueue } from "./elements/mod-queue";
import { QuickExit } from "./elements/quick-exit";
import { ThemeSwitch } from "./elements/theme-switch";
import { guardSubmits } from "./submits";

document.documentElement.dataset["script"] = "on";
guardSubmits(document);

const elements: Record<string, CustomElementConstructor> = {
  "auto-save": AutoSave,
  "char-count": CharCount,
  "chat-room": ChatRoom,
  "live-thread": LiveThread,
  "mod-queue": ModQueue,
  "quick-exit": QuickExit,
  "theme-switch": ThemeSwitch,
};
for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
