import type { RunCurve } from '../../model/dashboardData';
import { table } from '../dom';
import type { Words } from '../words';

/** The numbers of the chart, a row for every run and checkpoint. */
export function curveTable(runs: readonly RunCurve[], words: Words): HTMLTableElement {
  const isCompared = runs.length > 1;
  const columns = [
    ...(isCompared ? [{ title: words.of('columnRun') }] : []),
    { title: words.of('columnCheckpoint') },
    { title: words.of('columnVal'), isNumber: true },
    { title: words.of('columnPassed'), isNumber: true },
    { title: words.of('columnValErrored'), isNumber: true },
    { title: words.of('columnDev'), isNumber: true },
    { title: words.of('columnDevErrored'), isNumber: true },
    { title: words.of('columnNote') },
  ];
  const rows = runs.flatMap((run) =>
    run.points.map((point) => [
      ...(isCompared ? [run.name] : []),
      words.epoch(point.epoch),
      words.share(point.val),
      point.correct === null || point.total === null
        ? words.none
        : words.of('ofAll', point.correct, point.total),
      words.count(point.errored),
      words.share(point.dev),
      words.count(point.devErrored),
      point.epoch === run.best ? words.of('best') : '',
    ]),
  );
  return table(words.of('curveTable'), columns, rows);
}

/** A row for every run: where it began, what it came to, what it took. */
export function comparisonTable(runs: readonly RunCurve[], words: Words): HTMLTableElement {
  const columns = [
    { title: words.of('columnRun') },
    { title: words.of('columnStatus') },
    { title: words.of('columnModel') },
    { title: words.of('columnBaseline'), isNumber: true },
    { title: words.of('columnBest'), isNumber: true },
    { title: words.of('columnLast'), isNumber: true },
    { title: words.of('columnCalls'), isNumber: true },
    { title: words.of('columnTokens'), isNumber: true },
    { title: words.of('columnTime'), isNumber: true },
  ];
  const rows = runs.map((run) => {
    const vals = run.points.filter(({ val }) => val !== null);
    const baseline = vals.find(({ epoch }) => epoch === 'baseline');
    const best = vals.find(({ epoch }) => epoch === run.best);
    const last = vals.at(-1);
    const at = (point: RunCurve['points'][number] | undefined): string =>
      point === undefined
        ? words.none
        : words.of('atCheckpoint', words.share(point.val), words.epoch(point.epoch));
    return [
      run.name,
      words.of(run.status),
      run.agent === '' ? words.none : run.agent,
      words.share(baseline?.val ?? null),
      at(best),
      at(last),
      words.countOrNone(run.calls),
      words.countOrNone(run.tokens),
      words.seconds(run.seconds),
    ];
  });
  return table(words.of('compareTable'), columns, rows);
}
