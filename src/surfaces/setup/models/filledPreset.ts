import { isScalar, parseDocument, visit } from 'yaml';
import { expandEnv, mentions } from '../../../backends/expandEnv';

/**
 * A preset with some of its variables replaced by what the person typed, comments and all; other variables
 * stay. What was typed is text and not expanded again.
 */
export function filledPreset(text: string, values: Readonly<Record<string, string>>): string {
  const document = parseDocument(text);
  visit(document, {
    Scalar: (_key, node) => {
      const { value } = node;
      if (!isScalar(node) || typeof value !== 'string') return;
      if (!mentions(value).some(({ variable }) => Object.hasOwn(values, variable))) return;
      node.value = partlyExpanded(value, values);
    },
  });
  return document.toString();
}

function partlyExpanded(text: string, values: Readonly<Record<string, string>>): string {
  const others = mentions(text)
    .filter(({ variable }) => !Object.hasOwn(values, variable))
    .map(({ variable, fallback }) => [
      variable,
      fallback === undefined ? `\${${variable}}` : `\${${variable}:-${fallback}}`,
    ]);
  const { value } = expandEnv(text, { ...Object.fromEntries(others), ...values });
  return String(value);
}
