import type { Library } from '../../../engine/skill/library';
import { UserError } from '../../../util/errors';
import type { Ground } from './ports';
import { NotASkill } from './sessionState';

/**
 * The saved library with the skill as it is being edited.
 * @throws NotASkill for a text that is none, as it happens in the middle of typing.
 */
export async function editedLibrary(
  { saved, skill, file }: Pick<Ground, 'saved' | 'skill' | 'file'>,
  text: string,
): Promise<Library> {
  const current = saved.find(skill);
  if (current?.file === file && current.text === text) return saved;
  // Read when needed, not when the editor starts: it brings a YAML parser.
  const { parseSkill } = await import('../../../engine/skill/skillFormat');
  const edited = parse(() => parseSkill(text, file));
  // A character before the first line of dashes, and all of the frontmatter is text of the skill.
  if (current?.text.startsWith('---') === true && !text.startsWith('---')) {
    throw new NotASkill('The frontmatter is not the first thing in the file any more.', {
      place: { file, line: 1 },
      fix: 'Let the file begin with a line of three dashes.',
    });
  }
  const twin = saved.find(edited.name);
  if (twin !== undefined && twin.file !== file) {
    throw new NotASkill(`The name "${edited.name}" is taken by ${twin.file}.`, {
      place: { file },
      fix: 'Give it a name of its own.',
    });
  }
  return saved.put(edited);
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new NotASkill(error.message, {
      ...(error.place === undefined ? {} : { place: error.place }),
      ...(error.fix === undefined ? {} : { fix: error.fix }),
      cause: error,
    });
  }
}
