/** The worker deployment of the cluster, by the commands of docs/upgrading.md, which are printed as they are run. */
import { z } from 'zod';
import { childEnv } from '../../adapters/env';
import { errorMessage } from '../../adapters/errors';
import type { ClusterConfig } from '../cluster/config';
import { temporalEnvironment } from '../cluster/processes';
import { run } from '../processes/run';
import { waitFor } from '../processes/wait-for';

export const deploymentName = 'ledgergate';

/** A build, or the workers without a version. */
export type Build = string | undefined;

const Described = z.looseObject({
  workflowExecutionInfo: z.looseObject({
    versioningInfo: z.looseObject({ deploymentVersion: z.looseObject({ buildId: z.string() }).nullish() }).nullish(),
  }),
});

interface Told {
  readonly cli: string;
  readonly say: (line: string) => void;
}

export class Deployment {
  private changes = 0;

  constructor(
    private readonly config: ClusterConfig,
    private readonly told: Told,
  ) {}

  private readonly temporal = (words: readonly string[]): Promise<string> =>
    run(this.told.cli, words, { env: childEnv(temporalEnvironment(this.config)), timeoutMs: 30_000 });

  /** Repeated until the server knows the version: it learns of it by the first poll. */
  private async change(...words: readonly string[]): Promise<void> {
    const command = ['worker', 'deployment', ...words, '--yes', '--deployment-name', deploymentName];
    this.told.say(`$ temporal ${command.join(' ')}`);
    let said: string | undefined;
    await waitFor(command.join(' '), async () => {
      try {
        await this.temporal(command);
        this.changes += 1;
        return true;
      } catch (error) {
        const why = errorMessage(error);
        if (why !== said) this.told.say(`  repeated: ${why}`);
        said = why;
        return false;
      }
    });
  }

  /** Whether tasks may go elsewhere than before. */
  get isChanged(): boolean {
    return this.changes > 0;
  }

  /** Waits until workers of a build have polled. */
  async untilPolled(build: string): Promise<void> {
    const words = [
      'worker',
      'deployment',
      'describe-version',
      '--deployment-name',
      deploymentName,
      '--build-id',
      build,
    ];
    await waitFor(`workers of ${build}`, () =>
      this.temporal(words).then(
        () => true,
        () => false,
      ),
    );
    this.told.say(`workers of ${build} poll`);
  }

  readonly makeCurrent = (build: Build): Promise<void> =>
    this.change('set-current-version', ...(build === undefined ? ['--unversioned'] : ['--build-id', build]));

  readonly ramp = (build: string, percentage: number): Promise<void> =>
    this.change('set-ramping-version', '--build-id', build, '--percentage', String(percentage));

  /** The build that did the last workflow task of a submission. */
  async findBuild(workflowId: string): Promise<Build> {
    const described = await this.temporal(['workflow', 'describe', '-w', workflowId, '--output', 'json']);
    const { versioningInfo } = Described.parse(JSON.parse(described)).workflowExecutionInfo;
    return versioningInfo?.deploymentVersion?.buildId;
  }
}
