/** Electron's menus as data: nothing is drawn and no accelerator listens, but a test can find an item and click it. */
export interface MenuTemplate {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly enabled?: boolean;
  readonly visible?: boolean;
  readonly checked?: boolean;
  readonly submenu?: readonly MenuTemplate[] | Menu;
  readonly click?: (item: MenuItem, window: unknown, event: object) => void;
}

export class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly click: () => void;

  constructor(template: MenuTemplate, menu: Menu | undefined) {
    this.id = template.id;
    this.label = template.label ?? template.role ?? '';
    this.role = template.role;
    this.accelerator = template.accelerator;
    this.enabled = template.enabled ?? true;
    this.visible = template.visible ?? true;
    this.checked = template.checked ?? false;
    const { submenu } = template;
    this.submenu = submenu === undefined || submenu instanceof Menu ? submenu : Menu.buildFromTemplate(submenu);
    this.type = template.type ?? (this.submenu ? 'submenu' : 'normal');
    this.click = () => {
      if (this.type === 'radio') for (const item of menu?.items ?? []) if (item.type === 'radio') item.checked = false;
      if (this.type === 'radio') this.checked = true;
      if (this.type === 'checkbox') this.checked = !this.checked;
      template.click?.(this, undefined, {});
    };
  }
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: readonly MenuTemplate[]): Menu {
    const menu = new Menu();
    for (const item of template) menu.items.push(new MenuItem(item, menu));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  append(item: MenuItem): void {
    this.items.push(item);
  }
}
