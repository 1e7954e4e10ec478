/** Variables that steer programs rather than name a key, or that are the editor's own. */
const RESERVED =
  /^(PATH|HOME|SHELL|USER|LANG|TERM|TMP|TEMP|TMPDIR|PWD|(NODE|NPM|LD|DYLD|ELECTRON|VSCODE|GIT|SSH|PYTHON|BASH|LC)_.*|GRASP_(KEY_ORIGINS|LM_.*|BACKEND)|.*PROXY)$/i;

/** Why a text cannot be the variable of a key; `undefined` when it can. */
export function variableProblem(name: string): 'empty' | 'shape' | 'reserved' | undefined {
  if (name === '') return 'empty';
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name)) return 'shape';
  return RESERVED.test(name) ? 'reserved' : undefined;
}

/** The value as it is kept; `undefined` for what cannot be a key. */
export function cleanKey(text: string): string | undefined {
  const key = text.trim();
  // It becomes an HTTP header.
  return key !== '' && /^[\x21-\x7e]+$/.test(key) ? key : undefined;
}
