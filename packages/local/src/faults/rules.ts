/**
 * Owns a list of rules of which the first that has an opinion decides.
 * Refuses to know what they decide about.
 */

/** Undefined = no opinion. */
export type Rule<Subject, Fate> = (subject: Subject) => Fate | undefined;

export interface Rules<Subject, Fate> {
  /** Answers a function that takes the rule away again. */
  add(rule: Rule<Subject, Fate>): () => void;
  decide(subject: Subject): Fate | undefined;
  clear(): void;
}

export function createRules<Subject, Fate>(): Rules<Subject, Fate> {
  let rules: readonly Rule<Subject, Fate>[] = [];
  return {
    add(rule) {
      rules = [...rules, rule];
      return () => (rules = rules.filter((other) => other !== rule));
    },
    decide(subject) {
      for (const rule of rules) {
        const fate = rule(subject);
        if (fate !== undefined) return fate;
      }
      return undefined;
    },
    clear() {
      rules = [];
    },
  };
}
