import { expect, it } from 'vitest';
import { whereabouts } from './whereabouts';

const finished = { status: 'finished', bestEpoch: 0 } as const;
const stopped = { status: 'stopped', bestEpoch: 0 } as const;
const context = {
  dir: 'runs/first',
  libraryDir: 'skills/mine',
  layout: 'flat',
  files: new Map<string, string>(),
} as const;

function text(...args: Parameters<typeof whereabouts>): string {
  return whereabouts(...args).join('\n');
}

it('at its end a run leaves the library that was decided, when stopped its best checkpoint', () => {
  expect(text(finished, context)).toContain('its library        runs/first/skills/learned\n');
  expect(text(finished, context)).toContain('cp runs/first/skills/learned/NAME.md skills/mine/');
  expect(text(finished, context)).not.toContain('skills/best');
  expect(text(stopped, context)).toContain('its best library   runs/first/skills/best\n');
  expect(text(stopped, context)).toContain('cp runs/first/skills/best/NAME.md skills/mine/');
});

it('a run that was stopped before its first checkpoint leaves nothing to copy', () => {
  expect(text({ status: 'stopped', bestEpoch: null }, context)).not.toContain('skills/best');
});

it('the copy hint can be pasted whatever the folders are called', () => {
  const odd = { ...context, dir: 'runs/my run', libraryDir: "it's mine/" };
  expect(text(finished, odd)).toContain("cp 'runs/my run/skills/learned/NAME.md' 'it'\\''s mine/'");
});

it('skills that are folders are copied as folders', () => {
  expect(text(finished, { ...context, layout: 'folder' })).toContain(
    'cp -r runs/first/skills/learned/FOLDER skills/mine/',
  );
});

it('without a library of the author’s the hint names no place to copy to', () => {
  const hint = text(finished, { ...context, libraryDir: undefined });
  expect(hint).not.toMatch(/cp |your library|was not touched/);
  expect(hint).toContain('copy the skill file from runs/first/skills/learned.');
});

it('the one skill there is to copy is named as its folder is called', () => {
  const folder = {
    ...context,
    layout: 'folder',
    files: new Map([['vendor-say', 'say/SKILL.md']]),
  } as const;
  expect(text(finished, folder)).toContain('cp -r runs/first/skills/learned/say skills/mine/');
});
