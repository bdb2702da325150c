/** A link that leads out of the desk. It allows only http and https, and sends no referrer. */
import type { ComponentChildren } from 'preact';

interface ExternalLinkProps {
  readonly href: string;
  readonly children: ComponentChildren;
}

const isWebAddress = (href: string): boolean =>
  URL.canParse(href) && ['http:', 'https:'].includes(new URL(href).protocol);

export function ExternalLink({ href, children }: ExternalLinkProps) {
  if (!isWebAddress(href)) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
