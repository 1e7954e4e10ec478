/**
 * Providers' keys and the servers they belong to. Exact hosts that the provider alone answers at: under
 * `azure.com`, `googleapis.com` or `hf.space` anybody can get a name, so that such a name proves nothing.
 */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  ANTHROPIC_API_KEY: ['api.anthropic.com'],
  DEEPSEEK_API_KEY: ['api.deepseek.com'],
  GEMINI_API_KEY: ['generativelanguage.googleapis.com'],
  GITHUB_TOKEN: ['models.github.ai'],
  GOOGLE_API_KEY: ['generativelanguage.googleapis.com'],
  GROQ_API_KEY: ['api.groq.com'],
  HF_TOKEN: ['router.huggingface.co', 'api-inference.huggingface.co'],
  MISTRAL_API_KEY: ['api.mistral.ai'],
  OPENAI_API_KEY: ['api.openai.com', 'eu.api.openai.com', 'us.api.openai.com'],
  OPENROUTER_API_KEY: ['openrouter.ai'],
  TOGETHER_API_KEY: ['api.together.xyz', 'api.together.ai'],
  XAI_API_KEY: ['api.x.ai'],
};

/** Is this the server that the key of this name is for? Only encrypted, and at the usual port. */
export function isHome(variable: string, origin: string): boolean {
  const homes = Object.hasOwn(HOMES, variable) ? HOMES[variable] : undefined;
  return homes?.some((host) => origin === `https://${host}`) === true;
}
