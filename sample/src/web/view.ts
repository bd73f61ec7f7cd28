import { type ComponentType, h, type VNode } from 'preact';

/** What a controller returns to have a page rendered: a component and what it shows. */
export class View {
  private constructor(readonly node: VNode) {}

  static of<Props extends object>(page: ComponentType<Props>, props: NoInfer<Props>): View {
    return new View(h(page as ComponentType<object>, props));
  }
}

/** `return view(ProfilePage, { user })` */
export const view = View.of;
