/** Programs by key, built on first use, the least recently used forgotten. Held by `engine.ts`. */
import type { Program } from '../runtime/gpu/program.ts';

/** Builds of programs and of what belongs to them. */
export class ProgramCache<Built extends { readonly program: Program }> {
  private readonly builds = new Map<string, Promise<Built>>();
  private readonly limit: () => number;

  /** `limit`: how many programs may stay, asked at each use. */
  constructor(limit: () => number) {
    this.limit = limit;
  }

  /** The program of a key; a build that fails is forgotten. */
  get(key: string, build: () => Promise<Built>): Promise<Built> {
    const known = this.builds.get(key);
    const built = known ?? build();
    this.builds.delete(key);
    this.builds.set(key, built);
    if (!known) built.catch(() => this.builds.delete(key));
    this.forgetOldest();
    return built;
  }

  /** Whether the program of a key is there, or being built. */
  has(key: string): boolean {
    return this.builds.has(key);
  }

  /** Forgets all and frees what they hold. */
  clear(): void {
    for (const built of this.builds.values()) free(built);
    this.builds.clear();
  }

  private forgetOldest(): void {
    for (const [key, built] of this.builds) {
      if (this.builds.size <= this.limit()) return;
      this.builds.delete(key);
      free(built);
    }
  }
}

function free(built: Promise<{ readonly program: Program }>): void {
  built.then(({ program }) => program.dispose()).catch(() => undefined);
}
