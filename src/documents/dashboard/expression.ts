import { readLogqlQuery, readPromqlQuery } from '../../grafana/index.ts';
import type { LogqlReading, PromqlReading } from '../../grafana/index.ts';
import type { ParseOptions } from '../../promql/syntax/options.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { ScalarNode } from '../../yaml/node.ts';
import { Expression } from '../expression.ts';

/** A query of a dashboard: its variables stay what they are in the text, and open in the trees. */
export class DashboardExpression extends Expression {
  readonly #parsing: ParseOptions | undefined;
  #promqlReading: PromqlReading | undefined;
  #logqlReading: LogqlReading | undefined;

  constructor(file: SourceFile, text: string, place: ScalarNode, options?: ParseOptions) {
    super(file, text, place, options);
    this.#parsing = options;
  }

  override get promql(): PromqlReading {
    return (this.#promqlReading ??= readPromqlQuery(this.text, this.#parsing));
  }

  override get logql(): LogqlReading {
    return (this.#logqlReading ??= readLogqlQuery(this.text));
  }

  override release(): void {
    this.#promqlReading = undefined;
    this.#logqlReading = undefined;
  }
}
