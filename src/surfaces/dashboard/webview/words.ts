import { dollars, duration, percent, whole } from '../../../cli/report/numbers';
import type { EpochLabel } from '../../../engine/learn/events';
import type { Texts } from '../protocol/messages';
import type { TextKey } from '../texts';

/** Texts in the editor's language, with numbers in them. */
export class Words {
  constructor(
    private readonly texts: Texts,
    private readonly language: string,
  ) {}

  of(key: TextKey, ...values: readonly (string | number)[]): string {
    const template = this.texts[key] ?? key;
    return template.replace(/\{(\d+)\}/g, (place, index: string) =>
      String(values[Number(index)] ?? place),
    );
  }

  epoch(label: EpochLabel): string {
    return label === 'baseline' ? this.of('baseline') : this.of('epoch', label);
  }

  /** `1,234`. */
  count(value: number): string {
    return whole(value);
  }

  share(value: number | null): string {
    return value === null ? this.none : percent(value);
  }

  countOrNone(value: number | null): string {
    return value === null ? this.none : whole(value);
  }

  usd(value: number): string {
    return dollars(value);
  }

  seconds(value: number | null): string {
    return value === null ? this.none : duration(value);
  }

  /** `12.3 %`. */
  exactShare(value: number): string {
    return `${(100 * value).toFixed(1)} %`;
  }

  /** `+2`, `−1`, `0`. */
  signed(value: number): string {
    return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0';
  }

  date(iso: string): string {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime())) return this.of('unknown');
    return new Intl.DateTimeFormat(this.#locale(), {
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(date);
  }

  /** In place of a number that there is none of. */
  readonly none = '–';

  #locale(): string {
    try {
      return Intl.getCanonicalLocales(this.language)[0] ?? 'en';
    } catch {
      return 'en';
    }
  }
}
