"""A fingerprint in words: eight plain Chinese words, for two people to read to each other.

Each word stands for eight bits of the key's SHA-256, so eight of them say 64 bits.
"""

from __future__ import annotations

from .signing import fingerprint

COUNT = 8
"""How many words a fingerprint has."""

_WORDS = """
高山 大河 小桥 水井 石头 沙滩 海边 湖面 云彩 太阳 月亮 星星 春雨 秋风 雪花 冰块
雷声 彩虹 露珠 雾气 泥土 草地 森林 竹子 松树 柳叶 桃花 梅子 荷塘 菊花 牡丹 玫瑰
稻谷 麦苗 玉米 高粱 大豆 花生 芝麻 棉花 甘蔗 油菜 土豆 红薯 萝卜 白菜 辣椒 番茄
黄瓜 南瓜 丝瓜 茄子 豆角 大蒜 生姜 香葱 苹果 香蕉 橘子 西瓜 葡萄 石榴 枇杷 核桃
黄牛 水牛 山羊 绵羊 白马 毛驴 骆驼 花猫 黑狗 母鸡 公鸡 鸭子 白鹅 兔子 老虎 狮子
大象 猴子 熊猫 狐狸 松鼠 刺猬 乌龟 青蛙 鲤鱼 草鱼 螃蟹 龙虾 蜻蜓 蝴蝶 蜜蜂 蚂蚁
燕子 麻雀 喜鹊 老鹰 鸽子 孔雀 天鹅 仙鹤 铁锅 饭碗 筷子 勺子 水杯 茶壶 盘子 菜刀
案板 炉灶 蒸笼 水缸 木桶 扁担 箩筐 簸箕 扫帚 抹布 锄头 镰刀 犁耙 铁锹 斧头 锯子
锤子 钉子 钳子 梯子 绳子 麻袋 雨伞 草帽 布鞋 毛衣 棉袄 围巾 手套 袜子 腰带 纽扣
针线 剪刀 镜子 梳子 毛巾 肥皂 牙刷 脸盆 枕头 被子 床单 蚊帐 桌子 椅子 板凳 柜子
抽屉 门窗 钥匙 台灯 蜡烛 火柴 电扇 时钟 日历 算盘 毛笔 墨水 砚台 信封 邮票 报纸
书包 课本 黑板 粉笔 铅笔 橡皮 尺子 地图 旗杆 操场 风筝 陀螺 象棋 皮球 跳绳 秋千
锣鼓 喇叭 笛子 二胡 灯笼 对联 年画 鞭炮 舞龙 庙会 集市 商店 药房 学校 医院 车站
码头 渡船 帆船 汽车 火车 飞机 单车 拖车 马路 隧道 水库 大坝 水渠 风车 磨坊 粮仓
砖瓦 水泥 钢筋 木板 玻璃 油漆 屋顶 烟囱 院墙 台阶 走廊 凉亭 牌坊 石碑 古塔 城门
米饭 馒头 面条 饺子 豆腐 鸡蛋 牛奶 蜂蜜 白糖 食盐 酱油 香醋 茶叶 花椒 月饼 粽子
"""

WORDS = tuple(_WORDS.split())
"""256 things that everybody in a village knows; the place of a word is the byte that it says."""


def spoken_fingerprint(public: bytes) -> str:
    """Eight words for a raw public key, separated by spaces."""
    digest = bytes.fromhex(fingerprint(public))
    return " ".join(WORDS[byte] for byte in digest[:COUNT])
