export interface PageSources {
  readonly script: string;
  readonly style: string;
  /** What the editor serves a page's own files from. */
  readonly cspSource: string;
  /** Unguessable, and new for every page. */
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
  /** Stands there until the first data arrive. */
  readonly loading: string;
}

/** The page without any data: those are posted. Nothing of it comes from a run. */
export function pageHtml(sources: PageSources): string {
  const { script, style, cspSource, nonce, language, title, loading } = sources;
  const policy = [
    "default-src 'none'",
    `img-src ${cspSource} data:`,
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escape(style)}">
<title>${escape(title)}</title>
</head>
<body>
<main><p class="loading">${escape(loading)}</p></main>
<script nonce="${escape(nonce)}" src="${escape(script)}"></script>
</body>
</html>
`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
