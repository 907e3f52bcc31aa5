/** How a password that is being typed stands; the server alone decides. */
export type Strength = { kind: 'short'; missing: number } | { kind: 'monotonous' | 'enough' | 'good' };

const good = 18;

/** Length is what counts: a long sentence beats any mixture of signs. */
export function strengthOf(password: string, least: number): Strength {
  const signs = [...password.normalize('NFKC')];
  if (signs.length < least) return { kind: 'short', missing: least - signs.length };
  if (new Set(signs).size < 6) return { kind: 'monotonous' };
  return { kind: signs.length >= good ? 'good' : 'enough' };
}
