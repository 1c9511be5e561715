/** Riddles, each with the plain way to say it. */
const RIDDLES: readonly (readonly [RegExp, string])[] = [
  [/\btold\b/, 'say who notifies or prints what'],
  [/\bmend(?:s|ed|ing)?\b/, 'fix'],
  [/\bst(?:ands|ood)\b(?! for\b)/, 'is, is written'],
  [/\blies\b/, 'is'],
  [/\b(?:is|are|was|were) none\b/, 'is not a …'],
  [/(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b)/, 'is not a …'],
  [/\bsay(?:s)? nothing of\b/, 'ignore'],
  [/\bnothing (?:that|known)\b/, 'no …, not recognised'],
  [/\b(?:holds?|knows?) nothing\b/, 'is empty'],
  [/(?:^|[;:,.] )(?:what|who) (?:is|are|was|were|has|had|they|it)\b/i, 'name the thing'],
  [/\bgraver\b/, 'more severe'],
  [/\b(?:whatever|whichever) (?:is|it|they)\b/, 'any'],
  [/\bspeaks? of\b/, 'mention, concern'],
  [/\bas it stands\b/, 'literally'],
];

/** The rules that a text breaks, each with the plain way to say it. */
export const riddlesIn = (words: string): string[] =>
  RIDDLES.filter(([pattern]) => pattern.test(words)).map(
    ([pattern, plain]) => `${pattern.source} → ${plain}`,
  );
