/** The answer a writer owes after propose and revise; `mayDecline` lets it answer with no edit at all. */
export function answerLines(limit: number, mayDecline: boolean): readonly string[] {
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
    '    "content": "<the whole Markdown body, line breaks as \\n; for MODIFY the new body, not a patch; empty for REMOVE>",',
    '    "tags": ["<word>", "<short phrase>"]',
    '  }',
    ']',
    '',
    'A MODIFY replaces description, body and tags: repeat what is to stay. For example:',
    '',
    JSON.stringify(example),
  ];
}

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
