import type { Located } from '../../documents/fields.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { Range } from '../../source/range.ts';
import type { MessageTexts } from '../notifications/types.ts';
import type { NameList } from '../scenario/types.ts';
import type { SourceFile } from '../../source/source-file.ts';

/** A file that says where alerts go, without rules. */
export interface RouteTestFile {
  readonly kind: 'route-tests';
  readonly file: SourceFile;
  readonly tests: readonly RouteTest[];
}

/** Alerts that fire at the same time, and where each of them goes. */
export interface RouteTest {
  readonly name: string;
  readonly range: Range;
  /** The whole test. */
  readonly span: Range;
  readonly alerts: readonly RoutedAlert[];
}

export interface RoutedAlert {
  readonly labels: LabelSet;
  readonly range: Range;
  /** For the texts of messages. */
  readonly annotations: LabelSet;
  /** What receivers read when this alert alone is sent. */
  readonly messages: readonly MessageTexts[];
  /** Whether it fires, or is resolved after it was notified. */
  readonly status: 'firing' | 'resolved';
  /** In the order of the routes; those that are muted at `atMs` left out. */
  readonly receivers: NameList | undefined;
  /** An inhibited alert reaches none of them: so the file format that was proposed for amtool has it. */
  readonly receiversUnlessInhibited?: true;
  /** Nobody hears of it. */
  readonly dropped: Located<boolean> | undefined;
  readonly inhibited: Located<boolean> | undefined;
  /** The alertname of the alert that mutes it. */
  readonly inhibitedBy: Located<string> | undefined;
  /** The time interval that mutes one of its routes. */
  readonly mutedBy: Located<string> | undefined;
  /** The wall clock, milliseconds since 1970; undefined: time intervals do not matter. */
  readonly atMs: number | undefined;
}
