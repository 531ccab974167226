config = {"type": "event", "name": "broken" "subscribes": []
