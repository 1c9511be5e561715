import type { Integration } from '../../documents/alertmanager/types.ts';
import type { Rendering } from '../../template/alertmanager/render.ts';

/** One field of an integration with what it says, or why it says nothing: it fails, or is not taken. */
export interface RenderedField {
  /** `title`, `fields.0.value`, `headers.Subject`. */
  readonly path: string;
  readonly rendering: Rendering | { readonly fault: string };
}

/** What an integration sends. */
export interface RenderedMessage {
  readonly integration: Integration;
  readonly fields: readonly RenderedField[];
  /** Why texts that the configuration has are not among them, as a clause. */
  readonly note?: string;
}
