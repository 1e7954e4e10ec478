import type { Surroundings } from '../common/surroundings';
import type { Dashboards } from './dashboards';

/** The dashboards bring their view model with them: that is read when the first one is opened. */
export class DashboardLoader {
  #dashboards: Promise<Dashboards> | undefined;

  load(surroundings: Surroundings): Promise<Dashboards> {
    this.#dashboards ??= import('./dashboards').then(({ Dashboards }) =>
      surroundings.disposables.add(new Dashboards(surroundings)),
    );
    return this.#dashboards;
  }
}
