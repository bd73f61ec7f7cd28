exports.missing = '없습니다';
