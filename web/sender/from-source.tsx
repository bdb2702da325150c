/** Where the company's projects can be fetched: the project goes as it is there, without being written here. */
import { useDesk } from '../api/desk';
import { ownText } from '../model/own';
import { texts } from '../texts';

interface FromSourceProps {
  readonly label: (source: string) => string;
  readonly onSend: () => void;
  readonly isSending: boolean;
  readonly canSend: boolean;
}

export function FromSource({ label, onSend, isSending, canSend }: FromSourceProps) {
  const { integration, lostBy } = useDesk();
  if (integration?.source === undefined) return null;
  const source = ownText(texts.sources, integration.source) ?? integration.source;
  return (
    <div class="from-source">
      <button
        type="button"
        class="primary"
        disabled={isSending || !canSend || lostBy !== undefined}
        onClick={() => onSend()}
      >
        {label(source)}
      </button>
      <p class="quiet">{texts.sender.orHere}</p>
    </div>
  );
}
