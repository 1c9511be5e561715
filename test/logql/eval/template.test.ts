import { describe, expect, it } from 'vitest';
import { evaluateLog, LogStore } from '../../../src/logql/eval/index.ts';
import { TEMPLATE_FUNCTIONS } from '../../../src/logql/functions/index.ts';
import { parseLogql } from '../../../src/logql/syntax/index.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

/** The line that a template makes of a line, or the error that it leaves. */
function format(template: string): string {
  const store = new LogStore();
  store.add(
    [
      ['app', 'x'],
      ['msg', 'Hello, World'],
    ],
    { timestampMs: AT, line: 'the line', metadata: [] },
  );
  const { expr } = parseLogql(`{app="x"} | line_format ${JSON.stringify(template)}`);
  const [line] = evaluateLog(expr!, store, AT, AT + 1);
  const error = line?.labels.find(([name]) => name === '__error__')?.[1];
  return error ?? line!.line;
}

describe('line_format', () => {
  it.each([
    ['{{.msg}} {{.missing}}|', 'Hello, World |'],
    ['{{__line__}}', 'the line'],
    ['{{__timestamp__ | date "2006-01-02T15:04:05.000Z07:00"}}', '2026-01-02T03:04:05.678Z'],
    ['{{ToLower .msg}}{{ToUpper .app}}', 'hello, worldX'],
    ['{{Replace .msg "l" "L" 2}}', 'HeLLo, World'],
    ['{{Trim "xxaxx" "x"}}{{TrimLeft "xxb" "x"}}{{TrimRight "cxx" "x"}}', 'abc'],
    ['{{TrimPrefix "xa" "x"}}{{TrimSuffix "bx" "x"}}{{TrimSpace " c "}}', 'abc'],
    ['{{regexReplaceAll "(l+)o" .msg "<$1>"}}', 'He<ll>, World'],
    ['{{regexReplaceAllLiteral "l+" .msg "$1"}}', 'He$1o, Wor$1d'],
    ['{{count "l" .msg}}', '3'],
    ['{{urlencode "a b&c"}} {{urldecode "a+b%26c"}}', 'a+b%26c a b&c'],
    ['{{bytes "2KB"}} {{duration "1m30s"}} {{duration_seconds "250ms"}}', '2000 90 0.25'],
    [
      '{{unixEpoch __timestamp__}} {{unixEpochMillis __timestamp__}} {{unixEpochNanos __timestamp__}}',
      '1767323045 1767323045678 1767323045678000000',
    ],
    ['{{unixToTime "1767323045" | date "15:04"}}', '03:04'],
    ['{{toDate "2006-01-02" "2026-03-04" | unixEpoch}}', '1772582400'],
    ['{{toDateInZone "2006-01-02 15:04" "Europe/Berlin" "2026-01-02 01:00" | unixEpoch}}', '1767312000'],
    ['{{now | date "2006"}}', '2026'],
    [
      '{{alignLeft 3 .app}}|{{alignRight 3 .app}}|{{alignLeft 2 "abc"}}|{{alignRight 2 "abc"}}',
      'x  |  x|ab|bc',
    ],
    ['{{b64enc "hé"}} {{b64dec "aMOp"}}', 'aMOp hé'],
    ['{{lower .msg}} {{upper .app}} {{title "ab cd"}}', 'hello, world X Ab Cd'],
    ['{{trunc 3 .msg}} {{trunc -3 .msg}} {{substr 1 3 .msg}} {{substr -1 2 .msg}}', 'Hel rld el He'],
    ['{{contains "World" .msg}} {{hasPrefix "Hello" .msg}} {{hasSuffix "x" .msg}}', 'true true false'],
    ['{{indent 2 "a\\nb"}}|{{nindent 1 "c"}}', '  a\n  b|\n c'],
    ['{{replace "l" "L" .msg}} {{repeat 3 .app}} {{trim " a "}}', 'HeLLo, WorLd xxx a'],
    ['{{trimAll "x" "xax"}}{{trimPrefix "x" "xb"}}{{trimSuffix "x" "cx"}}', 'abc'],
    [
      '{{int "7"}} {{float64 "1.5"}} {{add 1 "2" 3}} {{sub 5 2}} {{mul 2 3}} {{div 7 2}} {{mod 7 2}}',
      '7 1.5 6 3 6 3 1',
    ],
    ['{{addf 1.5 2}} {{subf 1.5 1}} {{mulf 1.5 2}} {{divf 3 2}}', '3.5 0.5 3 1.5'],
    ['{{max 1 3 2}} {{min 1 3 2}} {{maxf 1.5 2}} {{minf 1.5 2}}', '3 1 2 1.5'],
    ['{{ceil 1.2}} {{floor 1.8}} {{round 1.255 2}}', '2 1 1.25'],
    ['{{(fromJson "{\\"a\\": {\\"b\\": 1}}").a.b}} {{range fromJson "[1, 2]"}}<{{.}}>{{end}}', '1 <1><2>'],
    ['{{.missing | default "none"}} {{.app | default "none"}}', 'none x'],
    ['{{if eq .app "x"}}yes{{else}}no{{end}}', 'yes'],
    ['{{div 1 0}}', 'TemplateFormatErr'],
    ['{{duration "soon"}}', 'TemplateFormatErr'],
  ])('%s', (template, expected) => {
    expect(format(template)).toBe(expected);
  });

  it('can run every function of the table', () => {
    for (const name of TEMPLATE_FUNCTIONS.keys()) {
      const store = new LogStore();
      store.add([['app', 'x']], { timestampMs: AT, line: '', metadata: [] });
      const [line] = evaluateLog(
        parseLogql(`{app="x"} | line_format "{{ ${name} }}"`).expr!,
        store,
        AT,
        AT + 1,
      );
      const details = line?.labels.find(([label]) => label === '__error_details__')?.[1] ?? '';
      expect(details).not.toContain('not defined');
    }
  });
});
