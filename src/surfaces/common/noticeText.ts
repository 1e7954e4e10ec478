/**
 * Texts made plain for the places where VS Code draws more than letters: links (also of commands) in notices,
 * icons in pickers. Names and messages come from files, and must bring neither; what cannot be seen is spelt
 * out, and nothing is longer than a person reads.
 */
import { clip, visible } from './markdown';

const LONGEST_NOTICE = 1_000;
const LONGEST_DETAIL = 4_000;
const LONGEST_ITEM = 400;

/** For a notice, a prompt or what an input says of a text. It has no lines: where one ended, a sentence does. */
export function noticeText(text: string): string {
  const line = bounded(text, LONGEST_NOTICE)
    .replace(/([^\s.!?:…])\s*\n\s*/gu, '$1. ')
    .replace(/\s*\n\s*/g, ' ');
  return clip(withoutLinks(visible(line)), LONGEST_NOTICE);
}

/** For a dialog or a tooltip, where lines stay lines. */
export function linesText(text: string): string {
  return clip(withoutLinks(visible(bounded(text, LONGEST_DETAIL))), LONGEST_DETAIL);
}

/** For a picker, a title or the status bar, where `$(name)` would become an icon. */
export function itemText(text: string): string {
  return clip(withoutIcons(visible(bounded(text, LONGEST_ITEM))), LONGEST_ITEM);
}

/** For a tooltip. What is made of escaped parts already stays as it is. */
export function tooltipText(text: string): string;
export function tooltipText<T extends object>(text: string | T): string | T;
export function tooltipText<T extends object>(text: string | T): string | T {
  return typeof text === 'string' ? withoutIcons(linesText(text)) : text;
}

function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}

function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Cut before the work, generously: the rest is not seen anyway. */
function bounded(text: string, limit: number): string {
  return text.length > 4 * limit ? `${text.slice(0, 4 * limit)}…` : text;
}
