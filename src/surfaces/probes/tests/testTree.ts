import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Sample } from '../../../engine/types';
import { plainLine } from '../../common/markdown';
import { lineAbout, titleLine } from '../choice/sections';
import type { Project } from '../lab/lab';
import { itemText } from '../../common/noticeText';

/** What an item of the tree stands for. */
export type TestRef =
  | { readonly kind: 'task' }
  | { readonly kind: 'skill'; readonly uri: vscode.Uri }
  | { readonly kind: 'sample'; readonly uri: vscode.Uri; readonly sample: string };

/** The tree of the Test Explorer: task, its skills, their probes. */
export class TestTree {
  readonly #refs = new WeakMap<vscode.TestItem, TestRef>();
  readonly #skills = new Map<string, vscode.TestItem>();

  constructor(private readonly controller: vscode.TestController) {}

  refOf(item: vscode.TestItem): TestRef | undefined {
    return this.#refs.get(item);
  }

  skill(uri: vscode.Uri): vscode.TestItem | undefined {
    return this.#skills.get(uri.toString());
  }

  /** The item of a skill, below that of its task; made when there is none. */
  putSkill(
    of: Pick<Project, 'config' | 'task'>,
    skill: { readonly uri: vscode.Uri; readonly name: string; readonly text: string },
  ): vscode.TestItem {
    const task = this.#task(of);
    const id = skill.uri.toString();
    const known = task.children.get(id);
    const item =
      known ?? this.controller.createTestItem(id, itemText(plainLine(skill.name, 80)), skill.uri);
    const line = titleLine(skill.text);
    item.range = new vscode.Range(line, 0, line, 0);
    if (known) return known;
    item.canResolveChildren = true;
    this.#refs.set(item, { kind: 'skill', uri: skill.uri });
    this.#skills.set(id, item);
    task.children.add(item);
    return item;
  }

  /** The probes of a skill; those that are in it no more go, unless only a part is spoken of. */
  putSamples(
    uri: vscode.Uri,
    samples: readonly Sample[],
    facts: { readonly project: Project; readonly text: string; readonly isPart: boolean },
  ): readonly vscode.TestItem[] {
    const parent = this.skill(uri);
    if (!parent) return [];
    const items = samples.map((sample, place) => {
      const id = `${parent.id}#${sample.id}`;
      const item = parent.children.get(id) ?? this.#sample(id, uri, sample, facts.project);
      item.range = this.#rangeOf(sample, facts);
      item.sortText = String(place).padStart(6, '0');
      return item;
    });
    if (facts.isPart) for (const item of items) parent.children.add(item);
    else parent.children.replace(items);
    return items;
  }

  sample(uri: vscode.Uri, sample: string): vscode.TestItem | undefined {
    const parent = this.skill(uri);
    return parent?.children.get(`${parent.id}#${sample}`);
  }

  /** Takes away the skills that are not among these. */
  keepOnly(uris: ReadonlySet<string>): void {
    for (const [id, item] of this.#skills) {
      if (uris.has(id)) continue;
      this.#skills.delete(id);
      item.parent?.children.delete(id);
    }
    this.controller.items.forEach((task) => {
      if (task.children.size === 0) this.controller.items.delete(task.id);
    });
  }

  #task({ config, task }: Pick<Project, 'config' | 'task'>): vscode.TestItem {
    const id = `task:${config}`;
    const known = this.controller.items.get(id);
    if (known) return known;
    const item = this.controller.createTestItem(id, itemText(plainLine(task, 60)));
    item.description = plainLine(basename(config), 60);
    this.#refs.set(item, { kind: 'task' });
    this.controller.items.add(item);
    return item;
  }

  /** In the file where the sample is written, if it is in one; else in the skill. */
  #sample(id: string, uri: vscode.Uri, sample: Sample, project: Project): vscode.TestItem {
    const place = project.placeOf(sample);
    const file = place ? vscode.Uri.file(place.file) : uri;
    const item = this.controller.createTestItem(id, itemText(plainLine(sample.id, 80)), file);
    item.description = itemText(plainLine(sample.description, 100));
    this.#refs.set(item, { kind: 'sample', uri, sample: sample.id });
    return item;
  }

  /** Its own line, or the section of the skill that it is about; that moves as the skill is edited. */
  #rangeOf(
    sample: Sample,
    { project, text }: { readonly project: Project; readonly text: string },
  ): vscode.Range {
    const place = project.placeOf(sample);
    const line = place ? (place.line ?? 1) - 1 : lineAbout(text, sample.description);
    return new vscode.Range(line, 0, line, 0);
  }
}
