/** What the end of a name says about a number, unless the doc says it already. */
const UNITS: readonly { readonly ending: RegExp; readonly said: RegExp; readonly text: string }[] =
  [
    {
      ending: /(?:At|_at_)[Mm]s$/,
      said: /millisecond|\bms\b/i,
      text: 'Unix time in milliseconds.',
    },
    { ending: /(?:[a-z]M|_m)s$/, said: /millisecond|\bms\b/i, text: 'In milliseconds.' },
    { ending: /(?:[a-z]S|_s)ec(?:ond)?s?$/, said: /second/i, text: 'In seconds.' },
    { ending: /(?:[a-z]M|_m)in(?:ute)?s$/, said: /minute/i, text: 'In minutes.' },
    { ending: /(?:[a-z]B|_b)ytes$/, said: /byte/i, text: 'In bytes.' },
  ];

export function unitOf(name: string, doc: string): string | null {
  const unit = UNITS.find(({ ending }) => ending.test(name));
  return unit === undefined || unit.said.test(doc) ? null : unit.text;
}
