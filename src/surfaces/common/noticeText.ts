/**
 * Text for a notification. VS Code makes links, also of commands, from what looks like a Markdown link; names
 * and messages that come from files must not bring such a link with them.
 * A notification has no lines: where one ended, a sentence does.
 */
export function noticeText(text: string): string {
  return text
    .replaceAll('](', '] (')
    .replace(/([^\s.!?:…])\s*\n\s*/gu, '$1. ')
    .replace(/\s*\n\s*/g, ' ');
}

/** Text for a picker or the status bar, where `$(name)` would become an icon. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
