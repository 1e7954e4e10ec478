import { describe, expect, it } from 'vitest';
import { explainRanking, rankSkills, whenToUse } from './rank';
import { printSkill } from './skillFormat';
import { searchedText } from './tokens';

const skill = (name: string, tags: readonly string[], description = 'D', content = 'C') =>
  printSkill({
    name,
    description,
    tags,
    version: 1,
    provenance: undefined,
    content,
    file: `${name}.md`,
  });
const score = (tags: readonly string[], text: string, description?: string, content?: string) =>
  rankSkills([skill('x', tags, description, content)], text)[0]?.score;

describe('the ranking of skills', () => {
  it.each([
    [['lab result'], 'The LAB RESULT is in', 30],
    [['lab result'], 'a result of the lab', 20],
    [['lab result'], 'my lab', 10],
    [['lab_result'], 'lab result', 20],
    [['lab_result'], 'lab_result', 30],
    [['lab'], 'lab_result', 20],
    [['lab', 'result'], 'lab result', 60],
    [['glucose level high'], 'high glucose', 20],
    [['to be'], 'to be or not to be', 0],
    [['ab'], 'ab', 0],
    [['lab-result'], 'the lab-result.', 30],
    [['café'], 'un café noir', 30],
    [['caf'], 'un café noir', 0],
    [['数据'], '请帮我清理数据表格', 20],
    [['таблица'], 'Очистить: ТАБЛИЦА', 30],
    [['lab'], 'lab中', 20],
    [['lab!'], 'lab! now', 20],
    [['lab!'], 'lab!now', 30],
  ])('gives the tags %j in %j %i points', (tags, text, points) => {
    expect(score(tags, text)).toBe(points);
  });

  it('counts shared words once each, of name, description and "When to use"', () => {
    const content =
      '# T\nignored\n## when to use THIS skill\nparcel parcel weight\n### Then\norbit';
    expect(score(['none'], 'parcel weight weight orbit ignored invoice', 'Invoice', content)).toBe(
      3,
    );
    expect(rankSkills([skill('parcel_size', ['none'])], 'size')[0]?.words).toEqual(['size']);
  });

  it('gives a skill without tags one point, and selects even what scores nothing', () => {
    const ranking = rankSkills([skill('a', ['t']), skill('b', []), skill('c', ['t'])], '', 2);
    expect(ranking.map((it) => [it.skill.name, it.score, it.selected, it.rank])).toEqual([
      ['b', 1, true, 1],
      ['a', 0, true, 2],
      ['c', 0, false, 3],
    ]);
  });

  it('reads "When to use" up to the next heading, at any level but the first', () => {
    expect(whenToUse('# When to use\nno')).toBe('');
    expect(whenToUse('#### WHEN TO USE\r\nyes\r\n# title\r\n## next\r\nno')).toBe('yes\n# title');
  });
});

describe('an explained ranking', () => {
  const ranking = rankSkills(
    [
      skill('tagged', ['lab result', 'lab high'], 'Report the weight'),
      skill('plain', [], 'Nothing'),
      skill('last', ['orbit']),
    ],
    'The lab result: weight 5',
    2,
  );

  it('says what counted for a selected skill', () => {
    expect(explainRanking(ranking, 'tagged')).toBe(
      'Selected: ranked 1 of 3 with a score of 41. The text has its tag "lab result": +30. ' +
        'The text has lab of its tag "lab high": +10. It shares 1 word with the text (weight): +1.',
    );
    expect(explainRanking(ranking, 'plain')).toContain('It has no tags: +1.');
  });

  it('says what a skill that was not selected lacked', () => {
    expect(explainRanking(ranking, 'last')).toBe(
      'Not selected: ranked 3 of 3 with a score of 0; the last of the 2 selected, "plain", has 1. ' +
        'Neither its tags nor its words are in the text.',
    );
    expect(explainRanking(ranking, 'ghost')).toContain('did not take part');
    const tie = rankSkills([skill('a', ['t']), skill('b', ['t'])], '', 1);
    expect(explainRanking(tie, 'b')).toContain('"a" has the same score and comes earlier');
  });
});

describe('phrases in a text', () => {
  it('end where a letter of any script, a digit or _ does not go on', () => {
    expect(searchedText('straße').holds('stra')).toBe(false);
    expect(searchedText('(x-ray) y').holds('x-ray')).toBe(true);
    expect(searchedText('ax-ray x-rays x-ray').holds('x-ray')).toBe(true);
    expect(searchedText('𝒳x-ray').holds('x-ray')).toBe(false);
    expect(searchedText('📏x-ray').holds('x-ray')).toBe(true);
    expect(searchedText('anything').holds('')).toBe(false);
  });
});
