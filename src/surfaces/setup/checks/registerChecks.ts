import type { Surroundings } from '../../common/surroundings';
import { ConfigDiagnostics } from './configDiagnostics';
import { offerYamlSchemas } from './yamlSchemas';

/** What is wrong with run configurations, presets and suites: in their own editors. */
export function registerChecks({ context, disposables, lab, log }: Surroundings): void {
  const checks = disposables.add(new ConfigDiagnostics(lab, log));
  const isSuite = (path: string): boolean => checks.isSuite(path);
  disposables.add(offerYamlSchemas(context.extensionPath, isSuite, log));
}
