import { z } from 'zod';
import type { Path } from './yamlSource';

type SchemaNode = {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly const?: unknown;
};

/** The keys a schema knows at a path of mappings; for alternatives, those of all of them. */
export function schemaKeys(schema: z.ZodType, path: Path): readonly string[] {
  let nodes = branches(z.toJSONSchema(schema, { io: 'input' }) as SchemaNode);
  for (const segment of path) {
    nodes = nodes.flatMap((node) => {
      const next = node.properties?.[segment];
      return next ? branches(next) : [];
    });
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function branches(node: SchemaNode): SchemaNode[] {
  const choices = [...(node.oneOf ?? []), ...(node.anyOf ?? [])];
  return choices.length === 0 ? [node] : choices.flatMap(branches);
}
