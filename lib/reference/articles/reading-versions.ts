import { text } from "../parts.ts";
import type { Article } from "./article.ts";

export const reading: Article = {
  id: "reading-versions",
  title: text("Reading a version", "Чтение версии"),
  summary: text(
    "How data scientists get the rows: a script, a file, a download by a program.",
    "Как аналитики получают строки: скриптом, файлом, программой.",
  ),
  sections: [
    {
      id: "script",
      title: text("The version's own script", "Скрипт самой версии"),
      blocks: [
        {
          kind: "text",
          text: text(
            "The tab “Use” of a version shows, for each store that holds it, the SQL and the pandas that read its tables. A script names one version: it reads the same rows tomorrow.",
            "Вкладка «Применение» показывает для каждого хранилища SQL и код pandas, читающие таблицы версии. Скрипт называет одну версию: завтра он прочтёт те же строки.",
          ),
        },
      ],
    },
    {
      id: "file",
      title: text("A file that was downloaded", "Скачанный файл"),
      blocks: [
        {
          kind: "code",
          label: text("Copy the script that reads a file", "Скопировать скрипт, читающий файл"),
          code: 'import pandas as pd\n\ncustomers = pd.read_parquet("customers.parquet")\ncustomers.describe()\n',
        },
        {
          kind: "text",
          text: text(
            "The tab “Files” names each file's SHA-256. Compare it before you cite the version:",
            "Вкладка «Файлы» называет SHA-256 каждого файла. Сравните его, прежде чем ссылаться на версию:",
          ),
        },
        {
          kind: "code",
          label: text("Copy the command", "Скопировать команду"),
          code: "sha256sum customers.parquet\n",
        },
      ],
    },
    {
      id: "program",
      title: text("By a program", "Программой"),
      blocks: [
        {
          kind: "text",
          text: text(
            "A download token stands for you and may read versions, nothing else. It ends with its time and when your password changes. Ask for one where you are signed in, with a POST to /api/tokens; keep it out of scripts.",
            "Токен скачивания действует от вашего имени и только читает версии. Он теряет силу по сроку и при смене пароля. Получите его запросом POST к /api/tokens, войдя в систему; не храните его в скриптах.",
          ),
        },
        {
          kind: "code",
          label: text("Copy the script that downloads", "Скопировать скрипт скачивания"),
          code: [
            "import os",
            "import pandas as pd",
            "",
            'version = "https://etl.example.org/modules/shop/versions/1"',
            "customers = pd.read_parquet(",
            '    f"{version}/files/customers.parquet",',
            '    storage_options={"Authorization": "Bearer " + os.environ["ETLX_TOKEN"]},',
            ")",
            "",
          ].join("\n"),
        },
        {
          kind: "text",
          text: text(
            "metadata.jsonld and croissant.json beside the files describe the version to machines: columns, classes, hashes, where it came from.",
            "metadata.jsonld и croissant.json рядом с файлами описывают версию для машин: колонки, классы, хеши, происхождение.",
          ),
        },
      ],
    },
    {
      id: "joining",
      title: text("Joining versions", "Соединение версий"),
      blocks: [
        {
          kind: "text",
          text: text(
            "Two versions can be joined by a column exactly where its linkage domain and key id agree: the tab “Provenance” lists both. Numbers made by the strategy surrogate join inside one version only.",
            "Две версии соединяются по колонке, только если совпадают домен связывания и идентификатор ключа: оба на вкладке «Происхождение». Номера стратегии surrogate соединяются лишь внутри версии.",
          ),
        },
      ],
    },
  ],
};
