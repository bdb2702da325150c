/** What there is to know before the project is sent: mistakes, which the ERP would refuse, and complaints not answered. */
import { Fragment } from 'preact';
import { type Complaint, toShortLabel } from '../model/complaints';
import type { Finding } from '../model/findings';
import { toSpots } from '../model/mistakes';
import { placeLabel } from '../model/pointers';
import type { ProjectDraft } from '../model/project-draft';
import { texts } from '../texts';

type To = (spot: string) => void;

interface MistakesProps {
  readonly findings: readonly Finding[];
  /** Of the document that was checked. */
  readonly codes: readonly string[];
  readonly draft: ProjectDraft;
  readonly to: To;
}

interface SpotLinkProps {
  readonly label: string;
  readonly spot: string | undefined;
  readonly to: To;
}

function SpotLink({ label, spot, to }: SpotLinkProps) {
  if (spot === undefined) return <strong>{label}</strong>;
  return (
    <button type="button" class="plain" aria-label={texts.sender.goTo(label)} onClick={() => to(spot)}>
      {label}
    </button>
  );
}

export function Mistakes({ findings, codes, draft, to }: MistakesProps) {
  const errors = findings.filter(({ isError }) => isError);
  if (errors.length === 0) return <p class="quiet">{texts.review.checksNone}</p>;
  const spots = toSpots(errors, draft);
  return (
    <details>
      <summary>{texts.sender.toCorrect(errors.length)}</summary>
      <ul>
        {errors.map((finding, index) => (
          <li key={`${finding.pointer} ${finding.message}`}>
            <SpotLink label={placeLabel(finding.pointer, codes)} spot={spots[index]} to={to} /> {finding.message}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface UntouchedProps {
  readonly complaints: readonly Complaint[];
  readonly to: To;
}

/** It stops nobody: some complaints are answered in the note. */
export function Untouched({ complaints, to }: UntouchedProps) {
  const untouched = complaints.filter(({ isUntouched }) => isUntouched);
  if (untouched.length === 0) return null;
  return (
    <p class="untouched">
      {texts.sender.untouched(untouched.length)}{' '}
      {untouched.map(({ pointer, spot }, index) => (
        <Fragment key={`${pointer} ${String(index)}`}>
          {index > 0 && ', '}
          <SpotLink label={toShortLabel(pointer)} spot={spot} to={to} />
        </Fragment>
      ))}
      . {texts.sender.sendAnyway}
    </p>
  );
}
