import { type ComponentType, h, type VNode } from 'preact';

/** What a controller returns to render a page: a component and its properties. */
export class View {
  constructor(readonly node: VNode) {}
}

/** `return view(ProfilePage, { user })` */
export function view<Props extends object>(page: ComponentType<Props>, props: NoInfer<Props>): View {
  return new View(h(page as ComponentType<object>, props));
}
