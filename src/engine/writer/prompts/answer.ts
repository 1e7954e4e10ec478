/** The answer a writer owes after propose and revise; `mayDecline` lets it answer with no edit at all. */
export function answerLines(
  limit: number,
  mayDecline: boolean,
  patches: boolean,
): readonly string[] {
  return [
    '## Answer',
    '',
    `One JSON array of at most ${limit === 1 ? 'one edit' : `${String(limit)} edits`} and nothing else.${
      mayDecline ? ' If no edit is worth a test, answer [].' : ''
    }`,
    '',
    '[',
    '  {',
    '    "action": "ADD" | "MODIFY" | "REMOVE",',
    '    "name": "<snake_case, at most 60 characters; for MODIFY and REMOVE the name of a learned skill>",',
    '    "description": "<one line>",',
    patches
      ? '    "content": "<the whole Markdown body, line breaks as \\n; for MODIFY the new body, or none and hunks instead; empty for REMOVE>",'
      : '    "content": "<the whole Markdown body, line breaks as \\n; for MODIFY the new body, not a patch; empty for REMOVE>",',
    ...(patches
      ? [
          '    "hunks": [{"search": "<lines of the skill as shown>", "replace": "<what stands there instead>"}],',
        ]
      : []),
    '    "tags": ["<word>", "<short phrase>"]',
    '  }',
    ']',
    '',
    ...(patches ? patchLines : wholeLines),
    '',
    JSON.stringify(example),
  ];
}

const wholeLines: readonly string[] = [
  'A MODIFY replaces description, body and tags: repeat what is to stay. For example:',
];

const patchLines: readonly string[] = [
  'A MODIFY with content replaces the body: repeat what is to stay. A MODIFY with hunks keeps all the rest',
  'of the skill, so it is the better choice for a long one, and the only one for a skill shown in part.',
  'Copy each search character by character from the lines shown, long enough to occur there exactly once;',
  'the lines that say what is not shown are no part of the skill. Description and tags that you leave out',
  'stay. A skill whose text is not shown cannot be changed by MODIFY. For example:',
  '',
  JSON.stringify([
    {
      action: 'MODIFY',
      name: 'list_before_delete',
      hunks: [
        {
          search: '2. Delete by the same',
          replace: '2. Ask before more than ten go. Delete by the same',
        },
      ],
    },
  ]),
];

const example = [
  {
    action: 'ADD',
    name: 'list_before_delete',
    description:
      'List what a pattern matches before deleting by it, when a task asks to delete files.',
    content: [
      '## Summary',
      'A pattern can match more than was meant. See what it matches first.',
      '',
      '## When to use this skill',
      '- The task asks to delete files by a pattern. Not for a single file named in full.',
      '',
      '## Rule',
      '1. Run `ls -d <pattern>` and compare the list with what the task describes.',
      '2. Delete by the same pattern only if every line belongs there; else narrow it and list again.',
      '',
      '## Example',
      '`ls -d build/*.tmp` shows two files, both temporary. `rm build/*.tmp`. Done.',
    ].join('\n'),
    tags: ['delete', 'files', 'pattern'],
  },
];
