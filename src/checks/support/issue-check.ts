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
          const { fix, severity } = issue;
          context.report('issue', { file, range: issue.range }, issue, { related, fix, severity });
        }
      },
    }),
  });
}
