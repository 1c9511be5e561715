import { mayBeNewer, newerPrometheus } from '../../config/newer-releases.ts';
import type { DocumentIssue, DocumentIssueCode } from '../../documents/issue.ts';
import { defineCheck } from '../contract.ts';
import type { AnyCheck, CheckMeta } from '../contract.ts';

type Empty = Readonly<Record<string, never>>;

/** A check that reports what the decoders found while reading documents: the issues of some codes. */
export function issueCheck(meta: CheckMeta<Empty>, codes: readonly DocumentIssueCode[]): AnyCheck {
  return defineCheck({
    meta,
    messages: {
      issue: ({ message, why, help }: DocumentIssue) => ({ message, why, help }),
    },
    create: (context) => ({
      File({ file, issues }) {
        for (const issue of issues) {
          if (!codes.includes(issue.code)) continue;
          const related = issue.related?.map((place) => ({ file, ...place }));
          const { fix } = issue;
          const newer = issue.code === 'unknown-key' ? newerPrometheus(context.project.settings) : undefined;
          if (newer !== undefined) {
            const why = mayBeNewer(newer);
            const details = { related, fix, severity: 'warning' } as const;
            context.report('issue', { file, range: issue.range }, { ...issue, why }, details);
            continue;
          }
          const { severity } = issue;
          context.report('issue', { file, range: issue.range }, issue, { related, fix, severity });
        }
      },
    }),
  });
}
