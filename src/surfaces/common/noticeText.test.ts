import { describe, expect, it } from 'vitest';
import { noticeText, withoutIcons } from './noticeText';

describe('text from files', () => {
  it('brings no link into a notification', () => {
    const text = 'see [this](command:workbench.action.quit) [x] (y)';
    expect(noticeText(text)).toBe('see [this] (command:workbench.action.quit) [x] (y)');
  });

  it('is in sentences where it was in lines', () => {
    expect(noticeText('a.yaml: it is not set\n  Set it.\nThen go on.')).toBe(
      'a.yaml: it is not set. Set it. Then go on.',
    );
  });

  it('brings no icon into a picker', () => {
    expect(withoutIcons('$(pass) run')).toBe('$ (pass) run');
  });
});
