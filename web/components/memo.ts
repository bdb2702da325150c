/** Renders a component again only if one of its properties is another one than before. */
import { Component, createElement, type ComponentChildren, type FunctionComponent } from 'preact';

const hasOther = (one: object, other: object): boolean =>
  Object.entries(one).some(([key, value]) => !Object.is(value, Reflect.get(other, key)));

/** The properties are compared by identity, so a list or a function among them must be the same one to count as the same. */
export function memo<P extends object>(inner: FunctionComponent<P>) {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return hasOther(next, this.props) || hasOther(this.props, next);
    }

    override render(props: Readonly<P>): ComponentChildren {
      return createElement(inner, props);
    }
  };
}
