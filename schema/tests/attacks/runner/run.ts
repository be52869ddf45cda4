/**
 * Owns a run on one project: the cast, the tenants of each subject, and removing it all again.
 */
import { randomUUID } from 'node:crypto';
import type { Attack, Subject } from './attack.ts';
import { Cast } from './cast.ts';
import type { Project } from './project.ts';
import { removeTenants } from './remove.ts';
import { Scene } from './scene.ts';
import { SLUG_PREFIX, build } from './stage.ts';
import type { Stage } from './stage.ts';

export class Run {
  readonly #project: Project;
  readonly #cast: Cast;
  readonly #name = randomUUID().slice(0, 8);
  readonly #stages = new Map<string, Promise<Stage>>();

  constructor(project: Project) {
    this.#project = project;
    this.#cast = new Cast(project, this.#name);
  }

  /** Throws AttackSucceeded when a guard did not hold. */
  async attack(subject: Subject, attack: Attack): Promise<void> {
    const own = attack.alone === true || attack.widget !== undefined;
    const nobodyLeft = attack.nobodyLeft ?? subject.nobodyLeft ?? false;
    const name = own ? `${subject.subject}: ${attack.attack}` : `${subject.subject} ${String(nobodyLeft)}`;
    const stage = await this.#stage(name, nobodyLeft);
    if (attack.widget !== undefined) await stage.change(attack.widget);
    const scene = new Scene(this.#project, this.#cast, stage);
    try {
      await scene.play(attack.steps);
    } finally {
      scene.close();
    }
  }

  #stage(name: string, nobodyLeft: boolean): Promise<Stage> {
    let stage = this.#stages.get(name);
    if (stage === undefined) {
      stage = build(this.#project, this.#cast, {
        slug: `${SLUG_PREFIX}${this.#name}-${String(this.#stages.size)}`,
        nobodyLeft,
      });
      this.#stages.set(name, stage);
    }
    return stage;
  }

  /** Removes what the run made: files, tenants with everything in them, people. */
  async clean(): Promise<void> {
    await removeTenants(this.#project, `slug=like.${SLUG_PREFIX}${this.#name}-*`);
    await this.#cast.remove();
  }
}
