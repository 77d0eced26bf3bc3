"""The member README.txt: how to check a bundle without this program. It belongs to version 1."""

from __future__ import annotations

_LINES = (
    "村级事务上报包 / 回执包(格式版本 1)",
    "",
    "本包不需要原来的程序也能核验。您需要:",
    "  一、收件单位或发出单位的解密密钥文件 key.txt;",
    "  二、发出单位的公钥登记表 allowed_signers。它不在本包里,请向发出单位的上级当面领取,",
    "      不要使用别人随包寄来的登记表。",
    "",
    "1. 解密,然后解压(您已经读到这里,说明这一步做完了):",
    "     age -d -i key.txt 文件名.cwb > b.zip",
    "     unzip b.zip",
    "",
    "2. 核验签名。-I 后面是发出单位的 12 位代码,写在 manifest.json 的 from 里:",
    "     ssh-keygen -Y verify -f allowed_signers -I 单位代码 -n clerk-bundle -s SHA256SUMS.sig < SHA256SUMS",
    '   显示 Good "clerk-bundle" signature 为签名有效,其余都是无效。',
    "",
    "3. 核验每个文件:",
    "     sha256sum -c SHA256SUMS",
    "   每一行都显示 OK(或“成功”)才算完好。除 SHA256SUMS 和 SHA256SUMS.sig 外,",
    "   凡是不在清单里的文件都不属于本包。",
    "",
    "三步都通过,说明本包确由该单位发出,没有改动过。还请核对 manifest.json 里的 to:",
    "它写明本包是发给哪个单位的。",
    "",
    "里面有什么:",
    "  manifest.json    谁发给谁、第几号、上一号、接着哪一份回执、每本日志到哪一条;",
    "  entries.jsonl    每行一条记录,一字不改就是当时签名的内容;",
    "  payloads.jsonl   每行是对应记录填写的内容、盐值和签名;依法删除的内容写作 null;",
    "  files/           照片和附件,文件名就是该文件的 SHA-256。",
    "",
    "本包可能含有个人信息,核验完请妥善保管或者彻底删除解压出来的文件。",
    "",
)

README = "\r\n".join(_LINES).encode("utf-8")
"""UTF-8 with CRLF, so that the plainest editor of any PC shows the lines."""
