/** What the variable of a server's key is usually called: `https://api.groq.com` → `GROQ_API_KEY`. */
export function suggestedVariable(origin: string): string {
  const { hostname } = new URL(origin);
  if (/^[\d.]+$|^\[|^localhost$/.test(hostname)) return 'LOCAL_API_KEY';
  const labels = hostname.split('.').filter((label) => !/^(www|api|gateway|llm)$/.test(label));
  const name = (labels.at(-2) ?? labels[0] ?? '').toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return /^[A-Z]/.test(name) ? `${name}_API_KEY` : 'SERVER_API_KEY';
}
