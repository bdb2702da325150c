/** The company's ERP: whether it takes projects and what it asks of them, from which source. */
import type { IntegrationView } from './api/answers';
import { useDesk } from './api/desk';
import { Notice } from './components/notice';
import { HowItGoes } from './how-it-goes';
import { toPlainRules } from './model/rules';
import { BackToList } from './review/heading';
import type { QueueRows } from './queue/use-queue';
import { texts } from './texts';

function Refusal({ why, remedy }: Pick<IntegrationView, 'why' | 'remedy'>) {
  return (
    <Notice tone="attention">
      <p>{why ?? texts.about.takesNone}</p>
      {remedy !== undefined && <p>{remedy}</p>}
    </Notice>
  );
}

function Facts({ integration }: { readonly integration: IntegrationView }) {
  const { direction, supportsPreflight, source, policy } = integration;
  const facts = [
    texts.about.direction[direction],
    supportsPreflight ? texts.about.preflight : texts.about.noPreflight,
    ...(source ? [texts.about.source(texts.sources[source] ?? source)] : []),
    policy.fourEyes ? texts.about.fourEyes : texts.about.noFourEyes,
    texts.about.exportFor(policy.exportForMs),
    policy.rawSignals === 'none' ? texts.about.noSignals : texts.about.signals,
  ];
  return (
    <ul>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

function Prerequisites({ prerequisites }: Pick<IntegrationView, 'prerequisites'>) {
  if (prerequisites.length === 0) return null;
  return (
    <section>
      <h2>{texts.about.prerequisites}</h2>
      <ul>
        {prerequisites.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </section>
  );
}

function RuleTable({ integration }: { readonly integration: IntegrationView }) {
  const rules = toPlainRules(integration);
  if (rules.length === 0) return <p class="quiet">{texts.about.noRules}</p>;
  const { about, says, source, certainty } = texts.about.columns;
  return (
    <table class="differences rules" aria-label={texts.about.rulesTitle}>
      <thead>
        <tr>
          {[about, says, source, certainty].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={`${rule.about} ${rule.says}`}>
            <th scope="row">{rule.about}</th>
            <td data-label={says}>{rule.says}</td>
            <td data-label={source}>{rule.source}</td>
            <td data-label={certainty}>{rule.certainty}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** It takes the focus, so that the keyboard can scroll it: on a wide screen nothing in it does. */
export function About({ counts }: Pick<QueueRows, 'counts'>) {
  const { integration } = useDesk();
  if (!integration) return <p role="status">{texts.loading}</p>;
  const { erpName, takesProjects, why, remedy, prerequisites } = integration;
  return (
    <article class="review" aria-labelledby="about-title" tabIndex={0}>
      <header class="review-head">
        <BackToList />
        <h1 id="about-title">{texts.about.title(erpName)}</h1>
      </header>
      {!takesProjects && <Refusal why={why} remedy={remedy} />}
      {takesProjects && <HowItGoes counts={counts} />}
      <Facts integration={integration} />
      <Prerequisites prerequisites={prerequisites} />
      <section>
        <h2>{texts.about.rulesTitle}</h2>
        <RuleTable integration={integration} />
      </section>
    </article>
  );
}
